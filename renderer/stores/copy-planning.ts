import { create } from 'zustand';
import type { CopyPlanProgress } from '../../shared/copying.ts';

/** How far the plan of a copy is; null while none is made. */
export const useCopyPlanning = create<{ readonly progress: CopyPlanProgress | null }>()(() => ({
  progress: null,
}));

export function replaceCopyPlanning(progress: CopyPlanProgress | null): void {
  useCopyPlanning.setState({ progress });
}
