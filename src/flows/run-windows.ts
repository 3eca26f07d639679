import type { DateTime } from 'luxon';
import { areGatesGood, judgeTerritories, type TerritoryGates } from '../core/campaign/territory-gates.js';
import type { KeptHours } from '../core/campaign/window-profile.js';
import type { WaitingTerritory } from '../store/store.js';
import type { SendDeps } from './deps.js';

const NOBODY: ReadonlySet<number> = new Set();

/** The territories in which people of a campaign wait, and which of them are open. */
export class RunWindows {
  private territories: ReadonlyMap<number, WaitingTerritory> = new Map();
  private gates: TerritoryGates;

  constructor(
    private readonly campaignId: number,
    private hours: KeptHours,
    private readonly deps: Pick<SendDeps, 'ledger' | 'clock' | 'book'>,
  ) {
    this.gates = this.judge([], deps.clock.now());
  }

  /** Reads the territories that still wait: a plan that was confirmed during the run may have brought new ones. */
  async read(): Promise<void> {
    const rows = await this.deps.ledger.waitingTerritories(this.campaignId);
    this.territories = new Map(rows.map((row) => [row.id, row]));
    this.gates = this.judge(rows, this.deps.clock.now());
  }

  /** From now on other hours are kept. */
  keep(hours: KeptHours): void {
    this.hours = hours;
    this.gates = this.judge(this.territories.values(), this.deps.clock.now());
  }

  gatesAt(now: DateTime): TerritoryGates {
    if (!areGatesGood(this.gates, now)) this.gates = this.judge(this.territories.values(), now);
    return this.gates;
  }

  /** One of those that were read. */
  territory(id: number): WaitingTerritory | undefined {
    return this.territories.get(id);
  }

  /** What is open, or opens next, for whoever was confirmed; what nobody has confirmed yet opens no window. */
  async gatesOfConfirmed(unconfirmed: number): Promise<TerritoryGates> {
    const rows = await this.deps.ledger.waitingTerritories(this.campaignId);
    return this.judge(unconfirmed === 0 ? rows : await this.confirmedAmong(rows), this.deps.clock.now());
  }

  private async confirmedAmong(rows: readonly WaitingTerritory[]): Promise<readonly WaitingTerritory[]> {
    const { ledger, clock } = this.deps;
    const waiting: WaitingTerritory[] = [];
    for (const row of rows) {
      const { candidates } = await ledger.nextPlanned(this.campaignId, [row.id], NOBODY, 1, clock.now());
      if (candidates.length > 0) waiting.push(row);
    }
    return waiting;
  }

  private judge(rows: Iterable<WaitingTerritory>, now: DateTime): TerritoryGates {
    return judgeTerritories(rows, this.hours, now, this.deps.book);
  }
}
