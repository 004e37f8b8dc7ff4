import type { LucideIcon } from 'lucide-react';

/** One line of a menu, as data: the same entries serve a button's menu and a context menu. */
export type MenuEntry =
  | {
      readonly kind: 'action';
      readonly id: string;
      readonly label: string;
      readonly icon?: LucideIcon;
      readonly isDestructive?: boolean;
      readonly isDisabled?: boolean;
      readonly onAction: () => void;
    }
  | {
      readonly kind: 'menu';
      readonly id: string;
      readonly label: string;
      readonly icon?: LucideIcon;
      readonly entries: readonly MenuEntry[];
    }
  | { readonly kind: 'separator'; readonly id: string };
