import { call, Refused } from '../sync/api';
import { shown } from '../sync/passkeys';

/** Dangerous things need a proof of the last minutes of who one is: whoever stole a session has none. */
class Fresh {
  /** Set while the dialog asks; told whether there was a proof. */
  asking = $state.raw<((isProved: boolean) => void) | null>(null);

  /** Does it, and if the server wants a proof first, once more after that. Without one it stays refused. */
  async before<Answer>(what: () => Promise<Answer>): Promise<Answer> {
    try {
      return await what();
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'not_fresh')) throw error;
      if (!(await this.#asked())) throw error;
    }
    return what();
  }

  async prove(password: string, code: string): Promise<void> {
    const body = { password, ...(code && { code }) };
    await call({ method: 'PUT', path: '/session/fresh', body });
    this.end(true);
  }

  /** Whether there was a passkey to prove it by. */
  async proveByPasskey(): Promise<boolean> {
    const credential = await shown();
    if (!credential) return false;
    await call({ method: 'PUT', path: '/session/fresh/passkey', body: { credential } });
    this.end(true);
    return true;
  }

  end(isProved: boolean): void {
    this.asking?.(isProved);
    this.asking = null;
  }

  #asked(): Promise<boolean> {
    this.end(false);
    return new Promise((resolve) => (this.asking = resolve));
  }
}

export const fresh = new Fresh();
