import type { ReactNode } from 'react';

type Props = { readonly onDelete: () => void; readonly children: ReactNode };

/** The Delete key deletes what is chosen in a list. */
export function DeleteKey({ onDelete, children }: Props): ReactNode {
  return (
    <div
      role="presentation"
      style={{ display: 'contents' }}
      onKeyDown={(event) => {
        // In a field of a row it is about letters.
        if (event.key === 'Delete' && !(event.target instanceof HTMLInputElement)) onDelete();
      }}
    >
      {children}
    </div>
  );
}
