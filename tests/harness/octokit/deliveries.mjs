// Every example of an event, each with a signature: one line of JSON for each of them.
// Used as: node deliveries.mjs PACKAGES SECRET; the names of events are read from the standard input.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [packages, secret] = process.argv.slice(2)
const module = (path) => `${packages}/node_modules/@octokit/${path}`
const { sign } = await import(pathToFileURL(module('webhooks-methods/dist-node/index.js')))
const examples = JSON.parse(readFileSync(module('webhooks-examples/api.github.com/index.json'), 'utf8'))
const wanted = new Set(readFileSync(0, 'utf8').split('\n').filter(Boolean))

for (const { name, examples: payloads } of examples) {
  if (!wanted.has(name)) continue
  for (const payload of payloads) {
    const body = JSON.stringify(payload)
    process.stdout.write(`${JSON.stringify({ event: name, body, signature: await sign(secret, body) })}\n`)
  }
}
