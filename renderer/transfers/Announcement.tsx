import { type ReactNode, useEffect, useRef, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';

/** Milliseconds between two announcements: a batch of small files must not talk without pause. */
const pause = 3000;

type Props = { readonly text: string };

/** Tells screen readers how the transfers stand, politely and not too often. Nothing is told at the start. */
export function Announcement({ text }: Props): ReactNode {
  const [said, setSaid] = useState('');
  const first = useRef(text);
  const lastAt = useRef(0);
  useEffect(() => {
    if (text === first.current) return undefined;
    const wait = Math.max(0, lastAt.current + pause - Date.now());
    const timer = setTimeout(() => {
      lastAt.current = Date.now();
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <VisuallyHidden>
      <output>{said}</output>
    </VisuallyHidden>
  );
}
