import * as commands from '../core/commands';
import type { Color, Section, Tag } from '../core/entries';
import { newId } from '../core/ids';
import * as labels from '../core/labels';
import { sectionStep } from '../core/moves';
import { t } from '../texts';
import type { OpenList } from './list.svelte';
import { workspace } from './workspace.svelte';

/** What a user does to a list, its sections and its tags. Each asks whether the role allows it. */

export function editList(list: OpenList, edit: commands.ListEdit, seen = list.list?.version ?? 0): void {
  const now = list.list;
  const isNews = Object.entries(edit).some(([field, value]) => now?.[field as keyof typeof now] !== value);
  if (isNews && list.may('list:update')) {
    workspace.run(commands.editList(list.id, edit, seen), listWords(edit));
  }
}

function listWords(edit: commands.ListEdit): string {
  if (edit.name !== undefined) return t.did.renamedList(edit.name);
  if (edit.color) return t.did.coloredList(edit.color);
  if (edit.auto_order !== undefined) return edit.auto_order ? t.did.automaticOrder : t.did.orderByHand;
  if (edit.has_due_dates !== undefined) return t.did.dueDates(onOff(edit.has_due_dates));
  if (edit.has_time_tracking !== undefined) return t.did.timeTracking(onOff(edit.has_time_tracking));
  return t.did.describedList;
}

const onOff = (on: boolean): string => (on ? t.did.on : t.did.off);

export const setAutoOrder = (list: OpenList, auto_order: boolean): void => editList(list, { auto_order });

export function addSection(list: OpenList, name: string): void {
  if (!list.may('list:update')) return;
  workspace.run(commands.addSection(list.id, list.shown, newId(), name), t.did.addedSection(name));
}

export function renameSection(list: OpenList, section: Section, name: string, seen = section.version): void {
  if (name === section.name || !list.may('list:update')) return;
  const command = commands.renameSection(list.id, section.id, name, seen);
  workspace.run(command, t.did.renamedSection(name));
}

export function stepSection(list: OpenList, section: Section, by: -1 | 1): void {
  const place = sectionStep(list.sections, section.id, by);
  if (place) placeSection(list, section, place.after);
}

export function placeSection(list: OpenList, section: Section, after: string | null): void {
  if (!list.may('list:update')) return;
  workspace.run(
    commands.placeSection(list.id, list.shown, section.id, after),
    t.did.movedSection(section.name),
  );
}

export function deleteSection(list: OpenList, section: Section): void {
  if (!list.may('list:update')) return;
  workspace.run(commands.deleteSection(list.id, list.shown, section.id), t.did.deletedSection(section.name));
}

/** The new tag's id. */
export function addTag(list: OpenList, name: string, color: Color): string | undefined {
  if (!list.may('tags:manage')) return undefined;
  const id = newId();
  workspace.run(labels.addTag(list.id, { id, name, color }), t.did.addedTag(name));
  return id;
}

export function editTag(list: OpenList, tag: Tag, edit: labels.TagEdit, seen = tag.version): void {
  const isNews = Object.entries(edit).some(([field, value]) => tag[field as keyof Tag] !== value);
  if (!isNews || !list.may('tags:manage')) return;
  const words =
    edit.name === undefined ? t.did.coloredTag(tag.name, edit.color ?? '') : t.did.renamedTag(edit.name);
  workspace.run(labels.editTag(list.id, tag.id, edit, seen), words);
}

export function deleteTag(list: OpenList, tag: Tag): void {
  if (list.may('tags:manage')) workspace.run(labels.deleteTag(list.id, tag.id), t.did.deletedTag(tag.name));
}
