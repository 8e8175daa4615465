import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { ChangePasswordForm } from '@/components/auth/change-password-form'
import { findSession } from '@/lib/server/auth/session'
import { webRuntime } from '@/lib/server/runtime'

export const metadata: Metadata = { title: 'Change password' }

export default async function ChangePasswordPage() {
  const session = await findSession(webRuntime(), (await headers()).get('cookie'))
  if (!session) redirect('/sign-in?callbackUrl=/change-password')
  const { email, mustChangePassword } = session.user
  return <ChangePasswordForm email={email} isFirst={mustChangePassword} />
}
