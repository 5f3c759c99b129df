// A certified OpenID provider (npm oidc-provider) for the tests: `node panva.mjs PACKAGES PORT REDIRECT`.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [packages, port, redirect] = process.argv.slice(2);
const found = createRequire(`${packages}/`).resolve("oidc-provider");
const { default: Provider } = await import(pathToFileURL(found).href);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "tasktix", client_secret: "secret of tasktix", redirect_uris: [redirect] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  async findAccount(_context, id) {
    return {
      accountId: id,
      claims: async () => ({ sub: id, name: `Name of ${id}`, email: `${id}@example.org`, email_verified: true }),
    };
  },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
