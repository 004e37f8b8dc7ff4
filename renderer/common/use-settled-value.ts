import { useEffect, useState } from 'react';

/** A value once it has not changed for `milliseconds`, so that typing does not ask the server for every letter. */
export function useSettledValue<Value>(value: Value, milliseconds: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
