import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';

export type Edge = 'top' | 'bottom' | 'inside';

type Dropped = {
  /** Which edge would take what is dragged, or null if this is no place for it. */
  edge: (id: string, isLowerHalf: boolean) => Edge | null;
  show: (edge: Edge | null) => void;
  drop: (id: string, edge: Edge) => void;
};

/** Attachment: the row can be dragged by its grip. */
export function dragged(id: string, change: (id: string | null) => void) {
  return (row: HTMLElement) => {
    const dragHandle = row.querySelector('[data-grip]');
    if (!dragHandle) return;
    return draggable({
      element: row,
      dragHandle,
      getInitialData: () => ({ task: id }),
      onDragStart: () => change(id),
      onDrop: () => change(null),
    });
  };
}

/** Attachment: a task can be dropped here. */
export function droppedOn({ edge, show, drop }: Dropped) {
  return (element: HTMLElement) => {
    const isLowerHalf = (clientY: number) => {
      const { top, height } = element.getBoundingClientRect();
      return clientY > top + height / 2;
    };
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => typeof source.data.task === 'string' && edge(source.data.task, false) !== null,
      getData: ({ input, source }) => ({
        edge: edge(source.data.task as string, isLowerHalf(input.clientY)),
      }),
      onDrag: ({ self }) => show(self.data.edge as Edge | null),
      onDragLeave: () => show(null),
      onDrop({ source, self }) {
        show(null);
        drop(source.data.task as string, self.data.edge as Edge);
      },
    });
  };
}
