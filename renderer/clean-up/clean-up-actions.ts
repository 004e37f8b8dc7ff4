import { mostSavedRules, type SavedRule } from '../../shared/clean-up-rule.ts';
import { nameKey } from '../../shared/names.ts';
import { bridge } from '../bridge.ts';
import { attempt } from '../stores/notices.ts';
import { knownSettings } from '../stores/settings.ts';
import { t } from '../text/text.ts';

function isFor(rule: SavedRule, other: SavedRule): boolean {
  return (
    rule.accountId === other.accountId &&
    nameKey(rule.owner) === nameKey(other.owner) &&
    nameKey(rule.packageName) === nameKey(other.packageName)
  );
}

function others(rule: SavedRule): SavedRule[] {
  return (knownSettings()?.cleanUpRules ?? []).filter((each) => !isFor(each, rule));
}

/** Keeps a rule for its package, in place of the one before. Of too many the oldest is forgotten. */
export function saveRule(rule: SavedRule): Promise<void> {
  const cleanUpRules = [...others(rule), rule].slice(-mostSavedRules);
  return attempt(bridge.request('settings:change', { cleanUpRules }), t('cleanUp.saved'));
}

export function forgetRule(rule: SavedRule): Promise<void> {
  return attempt(bridge.request('settings:change', { cleanUpRules: others(rule) }), t('cleanUp.forgotten'));
}
