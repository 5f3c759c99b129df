export const parts = {
  color: 'Colour',
  cancel: 'Cancel',
  close: 'Close',
  messages: 'Messages',
  dismiss: 'Dismiss',
  create: (name: string) => `Create “${name}”`,
  timeBefore: 'Time: ',
  runningAfter: ', running',
};
