export const today = {
  overdue: 'Overdue',
  dueToday: 'Due today',
  running: 'Running',
  highPriority: 'High priority, no date',
  nothingPresses: 'Nothing presses today',
  whatStandsHere:
    'Here stands what is overdue, due today, running, or of high priority without a date, from all your lists.',
  nextDays: 'See the next seven days',
  title: 'Today',
};
