/** What can be changed of a thing, by its name in the contract. */
export const fields = {
  name: 'Name',
  description: 'Description',
  color: 'Colour',
  priority: 'Priority',
  due: 'Due',
  expected: 'Expected time',
  unclear: 'Unclear',
  has_due_dates: 'Due dates',
  has_time_tracking: 'Time tracking',
  auto_order: 'Order automatically',
};
