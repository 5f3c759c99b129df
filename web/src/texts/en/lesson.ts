export const lesson = {
  beginHere: 'Begin here',
  tick: 'Tick this task off',
  rename: 'Click a name to change it, then press Enter',
  giveADay: 'Give a task a day and a priority',
  goFurther: 'Go further',
  openTask: 'Open a task for its details',
  notes:
    'Here is room for **notes**:\n\n- what it is about\n- what it waits for\n\nThey are written in Markdown.',
  timer: 'Start the timer and see how long it takes',
  invite: 'Invite somebody: the faces at the top right',
  search: 'Search all lists: try is:overdue or #idea',
  palette: 'Press Ctrl+K (⌘K) to go anywhere',
  title: 'Getting to know Tasktix',
};
