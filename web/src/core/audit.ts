import { t } from '../texts/profile';
import { lookup } from './lookup';

/** What happened to one's account. `kind` is the name of a fact, or of a failure that came of nothing. */
export type Note = {
  id: string;
  at: string;
  kind: string;
  by: string | null;
  about: string | null;
  address: string;
  device: string;
};

/** In words; `listName` is what a list is called, if one is in it still. */
export function noteWords({ kind, about }: Note, listName: (id: string) => string | undefined): string {
  if (kind === 'membership.changed') {
    const name = about ? listName(about) : undefined;
    return name ? t.roleChanged(name) : t.roleChangedSomewhere;
  }
  return lookup<string>(t.happenings, kind) ?? kind;
}

/** What its owner should look at twice. */
export const isAlarming = ({ kind }: Note): boolean => kind.endsWith('.failed');
