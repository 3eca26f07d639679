import type { Statement } from 'better-sqlite3';
import type { Db } from './open.js';

/**
 * Compiles each statement of a connection when it is used first. A command uses a few of the two hundred that a ledger
 * knows, and to compile them all takes longer than most commands.
 */
export function compileLazily(db: Db): void {
  const compile = db.prepare.bind(db) as (sql: string) => Statement;
  const prepare = (sql: string): Statement => new LazyStatement(() => compile(sql)) as unknown as Statement;
  db.prepare = prepare as Db['prepare'];
}

type Use = Pick<Statement, 'get' | 'all' | 'run' | 'iterate' | 'pluck' | 'raw'>;

/** What this store uses of a statement. */
class LazyStatement implements Use {
  private compiled: Statement | null = null;

  constructor(private compile: () => Statement) {}

  private get statement(): Statement {
    return (this.compiled ??= this.compile());
  }

  get(...parameters: unknown[]): unknown {
    return this.statement.get(...parameters);
  }

  all(...parameters: unknown[]): unknown[] {
    return this.statement.all(...parameters);
  }

  run(...parameters: unknown[]): ReturnType<Statement['run']> {
    return this.statement.run(...parameters);
  }

  iterate(...parameters: unknown[]): IterableIterator<unknown> {
    return this.statement.iterate(...parameters);
  }

  pluck(): Statement {
    return this.shaped((statement) => statement.pluck());
  }

  raw(): Statement {
    return this.shaped((statement) => statement.raw());
  }

  private shaped(shape: (statement: Statement) => Statement): Statement {
    const { compile } = this;
    this.compile = () => shape(compile());
    return this as unknown as Statement;
  }
}
