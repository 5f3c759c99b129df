import { newId } from '../core/ids';
import { daysFrom } from '../core/due';
import { call } from '../sync/api';
import { t } from '../texts';
import { workspace } from './workspace.svelte';

/** A list that teaches by being used; made by the same calls as any other. */

type Lesson = {
  name: string;
  description?: string;
  priority?: 'low' | 'medium' | 'high';
  due?: string;
  expected?: number;
  tag?: 'try' | 'idea';
};

const lessons = (now: Date): Record<string, Lesson[]> => ({
  [t.lesson.beginHere]: [
    { name: t.lesson.tick, due: daysFrom(now, 0), tag: 'try' },
    { name: t.lesson.rename, due: daysFrom(now, 0), tag: 'try' },
    { name: t.lesson.giveADay, priority: 'high', due: daysFrom(now, 1), tag: 'try' },
  ],
  [t.lesson.goFurther]: [
    {
      name: t.lesson.openTask,
      description: t.lesson.notes,
      priority: 'medium',
    },
    { name: t.lesson.timer, expected: 900, tag: 'try' },
    { name: t.lesson.invite, tag: 'idea' },
    { name: t.lesson.search, tag: 'idea' },
    { name: t.lesson.palette, tag: 'idea' },
  ],
});

export async function makeFirstList(): Promise<string> {
  const list = newId();
  const add = async (kind: string, body: Record<string, unknown>): Promise<string> => {
    const id = newId();
    await call({ method: 'POST', path: `/lists/${list}/${kind}`, body: { id, ...body }, key: newId() });
    return id;
  };
  await workspace.createList(list, t.lesson.title, 'emerald');
  const tags = {
    try: await add('tags', { name: 'try', color: 'emerald' }),
    idea: await add('tags', { name: 'idea', color: 'violet' }),
  };
  for (const [name, tasks] of Object.entries(lessons(new Date()))) {
    const section = await add('sections', { name });
    // One after the other: their order is part of the lesson.
    for (const { tag, ...task } of tasks) {
      await add('tasks', { ...task, section, ...(tag && { tags: [tags[tag]] }) });
    }
  }
  return list;
}
