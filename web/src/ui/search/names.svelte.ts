import type { Names } from '../../core/suggest';
import type { OpenList } from '../../store/list.svelte';
import { sketches } from '../../store/sketches.svelte';
import { workspace } from '../../store/workspace.svelte';

/** What can be named: in one list, or in all of them. */
export function namesOf(list: OpenList | undefined): Names {
  const lists = list ? [] : (workspace.lists ?? []);
  const parts = (list ? [list.id] : lists.map(({ id }) => id)).flatMap((id) => sketches.of(id) ?? []);
  return {
    tags: distinct(
      parts.flatMap(({ tags }) => tags),
      ({ name }) => name,
    ),
    people: distinct(
      parts.flatMap(({ members }) => members.map(({ user }) => user)),
      ({ username }) => username,
    ),
    lists,
    sections: [...new Set(parts.flatMap(({ sections }) => sections.map(({ name }) => name)))],
  };
}

export function needNames(list: OpenList | undefined): void {
  if (!list) sketches.need((workspace.lists ?? []).map(({ id }) => id));
}

/** Two lists may each have a tag of the same name: to a filter they are one. */
function distinct<Thing>(things: Thing[], nameOf: (thing: Thing) => string): Thing[] {
  const byName = new Map(things.map((thing) => [nameOf(thing).toLowerCase(), thing]));
  return [...byName.values()].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
}
