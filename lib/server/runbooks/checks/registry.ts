import { backupFindCheck } from './backup-find.check'
import { dataConsistencyCheck } from './data-consistency.check'
import { edgeLimitedCheck } from './edge-limited.check'
import { mariadbLeadsCheck } from './mariadb-leads.check'
import { mariadbPrimaryDownCheck } from './mariadb-primary-down.check'
import { mariadbReplicatesCheck } from './mariadb-replicates.check'
import { nodesHealthyCheck } from './nodes-healthy.check'
import { type RegisteredCheck, registerCheck } from './register-check'
import { siteAnswersCheck } from './site-answers.check'

/** Every check kind, in the order in which people see them: `registerCheck(<kind>Check)`, one line a kind. */
export const checkKinds: readonly RegisteredCheck[] = [
  registerCheck(mariadbLeadsCheck),
  registerCheck(mariadbPrimaryDownCheck),
  registerCheck(mariadbReplicatesCheck),
  registerCheck(nodesHealthyCheck),
  registerCheck(backupFindCheck),
  registerCheck(dataConsistencyCheck),
  registerCheck(siteAnswersCheck),
  registerCheck(edgeLimitedCheck),
]
