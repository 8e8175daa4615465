import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { ChangePasswordForm } from '@/components/auth/change-password-form'
import { DatabaseAway } from '@/components/shell/database-away'
import { findPageSession } from '@/lib/server/auth/page-session'
import { webRuntime } from '@/lib/server/runtime'

export const metadata: Metadata = { title: 'Change password' }

export default async function ChangePasswordPage() {
  const found = await findPageSession(webRuntime(), (await headers()).get('cookie'))
  if (found.kind === 'database-away') return <DatabaseAway />
  if (found.kind === 'signed-out') redirect('/sign-in?callbackUrl=/change-password')
  const { email, mustChangePassword } = found.session.user
  return <ChangePasswordForm email={email} isFirst={mustChangePassword} />
}
