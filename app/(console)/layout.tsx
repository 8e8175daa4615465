import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { LiveProvider } from '@/components/shell/live-provider'
import { PersonProvider } from '@/components/shell/person-provider'
import { Rail } from '@/components/shell/rail'
import styles from '@/components/shell/shell.module.css'
import { Strip } from '@/components/shell/strip'
import { parseTheme, themeCookie } from '@/components/tokens/theme'
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
        <div className={styles.shell}>
          <a href="#main" className={styles.skip}>
            Skip to the page
          </a>
          <Rail theme={parseTheme((await cookies()).get(themeCookie)?.value)} />
          <div className={styles.page}>
            <Strip />
            <main id="main" className={styles.main} tabIndex={-1}>
              {children}
            </main>
          </div>
        </div>
      </LiveProvider>
    </PersonProvider>
  )
}
