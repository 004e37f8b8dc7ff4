import type { ReactNode } from 'react';
import { Button } from '../common/Button.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { useSettledValue } from '../common/use-settled-value.ts';
import type { Listing } from '../stores/use-listing.ts';
import { t } from '../text/text.ts';

/** Whether a listing is what the server has: a plan by an older one might count on versions that are gone. */
export function isUpToDate({ isComplete, isReading, failure }: Listing): boolean {
  return isComplete && !isReading && failure === null;
}

/** Why nothing can be deleted by a listing yet; nothing where it can, or soon. */
export function ListingNote({ listing }: { readonly listing: Listing }): ReactNode {
  const isLate = useSettledValue(!isUpToDate(listing), 500);
  if (listing.failure !== null && !listing.isReading) {
    return (
      <FailureNote failure={listing.failure}>
        <Button onPress={listing.tryAgain}>{t('common.tryAgain')}</Button>
      </FailureNote>
    );
  }
  return isLate && !isUpToDate(listing) ? <p>{t('cleanUp.incomplete')}</p> : null;
}
