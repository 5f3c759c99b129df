export const about = {
  title: 'Tasktix: shared lists, at once',
  account: 'Account',
  light: 'Light',
  dark: 'Dark',
  themeAfter: ' theme',
  yourLists: 'Your lists',
  signIn: 'Sign in',
  headline: 'Lists that everyone\nsees change at once',
  whatItIs:
    'Tasktix is a task tracker for people who share lists. It is fast, it forgets nothing, and it runs where you want it to.',
  createAccount: 'Create an account',
  listPicture: 'A list in Tasktix: sections with tasks, their tags, people, due days and priorities',
  pictureOf: (what: string) => `Tasktix: ${what}`,
  features: {
    today: {
      title: 'One page for today',
      text: 'What is overdue, due, running or urgent, from all your lists. Tick it off there; open the rest with a key.',
    },
    search: {
      title: 'Ask for what you need',
      text: 'One line finds it: words, #tag, @person, due<friday, elapsed>expected. Keep the good questions as filters beside your lists.',
    },
    report: {
      title: 'Estimates that learn',
      text: 'Timers tell how long things really take. A report shows how far off you were, and what to say next time.',
    },
  },
  more: 'More',
  points: [
    {
      title: 'Yours',
      text: 'Runs on your own machine, on SQLite, MySQL or MariaDB. No account elsewhere, no tracker, no advertisement.',
    },
    {
      title: 'Roles',
      text: 'Six ready-made roles, and your own: who may add, complete, assign, invite.',
    },
    {
      title: 'Undo everything',
      text: 'Every change is in a log. Take back any of them, also yesterday’s.',
    },
    {
      title: 'Keys for all',
      text: 'Everything is reached without a mouse, on a phone with a thumb, and with a screen reader.',
    },
    {
      title: 'Open',
      text: 'One documented interface: the page has no other. Free software, Apache-2.0.',
    },
  ],
  begin: 'Begin with one list',
  signUp: 'Sign up',
  license: 'Tasktix, Apache-2.0',
  interface: 'The interface for programs',
};
