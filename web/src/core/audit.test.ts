import { expect, test } from 'vitest';
import { isAlarming, noteWords, type Note } from './audit';

const note = (kind: string, about: string | null = null): Note => ({
  id: '0MZk3v7QbW2xA9cT',
  at: '2026-11-23T09:00:00Z',
  kind,
  by: null,
  about,
  address: '',
  device: '',
});
const lists = (id: string) => (id === 'known' ? 'Garden' : undefined);

test('a note is told in words, and of a list by its name', () => {
  expect(noteWords(note('session.started'), lists)).toBe('Signed in');
  expect(noteWords(note('membership.changed', 'known'), lists)).toBe('Your role in “Garden” was changed');
  expect(noteWords(note('membership.changed', 'gone'), lists)).toBe('Your role in a list was changed');
});

test('what this page has no words for yet is told by its name', () => {
  expect(noteWords(note('something.new'), lists)).toBe('something.new');
  expect(noteWords(note('constructor'), lists)).toBe('constructor');
});

test('failures alarm', () => {
  expect(isAlarming(note('sign_in.failed'))).toBe(true);
  expect(isAlarming(note('session.ended'))).toBe(false);
});
