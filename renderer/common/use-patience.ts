import { useEffect, useState } from 'react';

/** Whether `isReady` was ever true, or `milliseconds` have passed. Once true it stays so. */
export function usePatience(isReady: boolean, milliseconds: number): boolean {
  const [isOver, setOver] = useState(isReady);
  useEffect(() => {
    if (isOver) return undefined;
    const timer = setTimeout(() => setOver(true), isReady ? 0 : milliseconds);
    return () => clearTimeout(timer);
  }, [isOver, isReady, milliseconds]);
  return isOver || isReady;
}
