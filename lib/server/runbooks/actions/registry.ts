import { cloudflarePoolAction } from './cloudflare-pool.action'
import { cloudflareSecurityLevelAction } from './cloudflare-security-level.action'
import { notifyAction } from './notify.action'
import { type RegisteredAction, registerAction } from './register-action'

/**
 * Every action kind, in the order in which people see them: `registerAction(<kind>Action)`, one line a kind.
 * A `notify` step is the action kind `notify` with the settings `{channels, message}`.
 */
export const actionKinds: readonly RegisteredAction[] = [
  registerAction(cloudflareSecurityLevelAction),
  registerAction(cloudflarePoolAction),
  registerAction(notifyAction),
]
