import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { ConsoleFrame } from '@/components/shell/console-frame'
import { LiveProvider } from '@/components/shell/live-provider'
import { PersonProvider } from '@/components/shell/person-provider'
import { findSession } from '@/lib/server/auth/session'
import { webRuntime } from '@/lib/server/runtime'

export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const session = await findSession(webRuntime(), (await headers()).get('cookie'))
  if (!session) redirect('/sign-in')
  if (session.user.mustChangePassword) redirect('/change-password')
  const { name, email, role } = session.user
  return (
    <PersonProvider person={{ name, email, role }}>
      <LiveProvider>
        <ConsoleFrame>{children}</ConsoleFrame>
      </LiveProvider>
    </PersonProvider>
  )
}
