import { newId } from '../core/ids';
import { daysFrom } from '../core/due';
import { call } from '../sync/api';
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
  'Begin here': [
    { name: 'Tick this task off', due: daysFrom(now, 0), tag: 'try' },
    { name: 'Click a name to change it, then press Enter', due: daysFrom(now, 0), tag: 'try' },
    { name: 'Give a task a day and a priority', priority: 'high', due: daysFrom(now, 1), tag: 'try' },
  ],
  'Go further': [
    {
      name: 'Open a task for its details',
      description:
        'Here is room for **notes**:\n\n- what it is about\n- what it waits for\n\nThey are written in Markdown.',
      priority: 'medium',
    },
    { name: 'Start the timer and see how long it takes', expected: 900, tag: 'try' },
    { name: 'Invite somebody: the faces at the top right', tag: 'idea' },
    { name: 'Search all lists: try is:overdue or #idea', tag: 'idea' },
    { name: 'Press Ctrl+K (⌘K) to go anywhere', tag: 'idea' },
  ],
});

export async function makeFirstList(): Promise<string> {
  const list = newId();
  const add = async (kind: string, body: Record<string, unknown>): Promise<string> => {
    const id = newId();
    await call({ method: 'POST', path: `/lists/${list}/${kind}`, body: { id, ...body }, key: newId() });
    return id;
  };
  await workspace.createList(list, 'Getting to know Tasktix', 'emerald');
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
