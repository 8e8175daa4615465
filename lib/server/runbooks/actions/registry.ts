import { appRepointAction } from './app-repoint.action'
import { backupRestoreAction } from './backup-restore.action'
import { cloudflareDnsRecordAction } from './cloudflare-dns-record.action'
import { cloudflareDnsRestoreAction } from './cloudflare-dns-restore.action'
import { cloudflarePoolAction } from './cloudflare-pool.action'
import { cloudflareRateLimitAction } from './cloudflare-rate-limit.action'
import { cloudflareSecurityLevelAction } from './cloudflare-security-level.action'
import { commandAction } from './command.action'
import { httpAction } from './http.action'
import { mariadbFenceAction } from './mariadb-fence.action'
import { mariadbPromoteAction } from './mariadb-promote.action'
import { mariadbRejoinAction } from './mariadb-rejoin.action'
import { mariadbReopenAction } from './mariadb-reopen.action'
import { mariadbRepointAction } from './mariadb-repoint.action'
import { mariadbSwitchoverAction } from './mariadb-switchover.action'
import { mariadbVerifyConsistencyAction } from './mariadb-verify-consistency.action'
import { notifyAction } from './notify.action'
import { type RegisteredAction, registerAction } from './register-action'

/**
 * Every action kind, in the order in which people see them: `registerAction(<kind>Action)`, one line a kind.
 * A `notify` step is the action kind `notify` with the settings `{channels, message}`.
 */
export const actionKinds: readonly RegisteredAction[] = [
  registerAction(mariadbFenceAction),
  registerAction(mariadbPromoteAction),
  registerAction(mariadbRepointAction),
  registerAction(mariadbSwitchoverAction),
  registerAction(mariadbReopenAction),
  registerAction(mariadbRejoinAction),
  registerAction(mariadbVerifyConsistencyAction),
  registerAction(appRepointAction),
  registerAction(cloudflareSecurityLevelAction),
  registerAction(cloudflareRateLimitAction),
  registerAction(cloudflarePoolAction),
  registerAction(cloudflareDnsRecordAction),
  registerAction(cloudflareDnsRestoreAction),
  registerAction(backupRestoreAction),
  registerAction(commandAction),
  registerAction(httpAction),
  registerAction(notifyAction),
]
