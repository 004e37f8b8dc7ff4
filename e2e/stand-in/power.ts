import type { PowerMonitor as ElectronPowerMonitor, PowerSaveBlocker } from 'electron';
import { GuardedEmitter, refuseMissing } from './missing-api.ts';

type Implemented = Pick<
  ElectronPowerMonitor,
  'getSystemIdleState' | 'getSystemIdleTime' | 'isOnBatteryPower' | 'getCurrentThermalState'
>;

/** Electron's `powerMonitor`: tests emit its events. */
export class PowerMonitor extends GuardedEmitter implements Implemented {
  readonly onBatteryPower = false;

  constructor() {
    super('powerMonitor', [
      'suspend',
      'resume',
      'on-ac',
      'on-battery',
      'shutdown',
      'lock-screen',
      'unlock-screen',
      'user-did-become-active',
      'user-did-resign-active',
      'thermal-state-change',
      'speed-limit-change',
    ]);
  }

  getSystemIdleState(_threshold: number): 'active' {
    return 'active';
  }

  getSystemIdleTime(): number {
    return 0;
  }

  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }

  getCurrentThermalState(): 'nominal' {
    return 'nominal';
  }
}

const blockers = new Set<number>();
let lastBlocker = -1;

/** Electron's `powerSaveBlocker`: counts, and blocks nothing. */
export const powerSaveBlocker = refuseMissing('powerSaveBlocker', {
  start() {
    lastBlocker += 1;
    blockers.add(lastBlocker);
    return lastBlocker;
  },
  stop: (id) => blockers.delete(id),
  isStarted: (id) => blockers.has(id),
} satisfies Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>);
