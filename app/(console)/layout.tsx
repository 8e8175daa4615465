import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { OfflineRunbooks } from '@/components/runbooks/offline-runbooks'
import { ConsoleFrame } from '@/components/shell/console-frame'
import { DatabaseAway } from '@/components/shell/database-away'
import { LiveProvider } from '@/components/shell/live-provider'
import { PersonProvider } from '@/components/shell/person-provider'
import { findPageSession } from '@/lib/server/auth/page-session'
import { offlineRunbooks } from '@/lib/server/runbooks-files/offline-runbooks'
import { webRuntime } from '@/lib/server/runtime'

export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const found = await findPageSession(webRuntime(), (await headers()).get('cookie'))
  if (found.kind === 'database-away') {
    return (
      <DatabaseAway>
        <OfflineRunbooks runbooks={offlineRunbooks()} />
      </DatabaseAway>
    )
  }
  if (found.kind === 'signed-out') redirect('/sign-in')
  const { name, email, role, mustChangePassword } = found.session.user
  if (mustChangePassword) redirect('/change-password')
  return (
    <PersonProvider person={{ name, email, role }}>
      <LiveProvider>
        <ConsoleFrame>{children}</ConsoleFrame>
      </LiveProvider>
    </PersonProvider>
  )
}
