import { t } from '../texts/auth';

/** What the server will say about a new account's fields, said while they are typed. */

export type Rule = { text: string; met: boolean };

export function usernameRules(username: string): Rule[] {
  const length = points(username);
  return [
    { text: t.usernameLength, met: length >= 3 && length <= 32 },
    { text: t.usernameLetters, met: /^[A-Za-z0-9_]+$/.test(username) },
  ];
}

export function passwordRules(password: string, username: string): Rule[] {
  const length = points(password);
  const differs = password !== '' && (username === '' || password.toLowerCase() !== username.toLowerCase());
  return [
    { text: t.passwordLength, met: length >= 10 && length <= 256 },
    { text: t.notUsername, met: differs },
  ];
}

// Lengths are counted in code points: an emoji is one character, though two UTF-16 units.
const points = (text: string): number => [...text].length;
