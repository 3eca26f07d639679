import type { ApprovalRules } from './config.js';
import * as judges from './judges.js';
import type { TableReader } from './table-reader.js';

/** Reads `[approval]`: nothing has to be approved until it is asked for. */
export function readApproval(table: TableReader): ApprovalRules {
  const rules = {
    required: table.optional('required', judges.yesOrNo, false),
    distinctLogins: table.optional('distinct_logins', judges.yesOrNo, false),
  };
  table.close();
  return rules;
}
