import type { User } from '../core/entries';
import { call, Refused } from '../sync/api';
import { forgetEarly } from '../sync/early';
import { shown } from '../sync/passkeys';

export type Me = User & { email?: string; timezone?: string | null; locale?: string | null };
type Signed = { user: Me; position?: number };
type Half = { second_factor: true };

class Session {
  me = $state.raw<Me | null>(null);

  /** The position of the audience `me`, or null if nobody is signed in. */
  async resume(): Promise<number | null> {
    try {
      const { body } = await call<Signed>({ method: 'GET', path: '/session' });
      this.me = body.user;
      return body.position ?? 0;
    } catch (error) {
      if (!(error instanceof Refused && error.status === 401)) throw error;
      this.me = null;
      forgetEarly();
      return null;
    }
  }

  /** Whether that was all: where a second factor is on, it is asked for next. */
  async signIn(login: string, password: string, remember: boolean): Promise<boolean> {
    const body = { login, password, remember };
    const answer = await call<Signed | Half>({ method: 'POST', path: '/session', body });
    return !('second_factor' in answer.body);
  }

  /** Whether there was a passkey to sign in by. */
  async signInByPasskey(remember: boolean): Promise<boolean> {
    const credential = await shown();
    if (!credential) return false;
    await call({ method: 'POST', path: '/session/passkey', body: { credential, remember } });
    return true;
  }

  async showCode(code: string): Promise<void> {
    await call({ method: 'POST', path: '/session/second-factor', body: { code } });
  }

  async signUp(username: string, email: string, password: string): Promise<void> {
    const body = { username, email, password };
    await call({ method: 'POST', path: '/users', body });
    // "Today" is a day of some zone: without this it would be one of UTC until somebody finds the profile.
    const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    await call({ method: 'PATCH', path: '/me', body: { timezone } }).catch(() => undefined);
  }

  async signOut(): Promise<void> {
    await call({ method: 'DELETE', path: '/session' });
    this.me = null;
  }
}

export const session = new Session();
