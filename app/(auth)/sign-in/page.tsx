import type { Metadata } from 'next'
import { SignInForm } from '@/components/auth/sign-in-form'
import { callbackPath } from '@/lib/core/auth/callback-path'

export const metadata: Metadata = { title: 'Sign in' }

interface Props {
  readonly searchParams: Promise<{ readonly callbackUrl?: string | string[] }>
}

export default async function SignInPage({ searchParams }: Props) {
  const asked = (await searchParams).callbackUrl
  return <SignInForm goTo={callbackPath(typeof asked === 'string' ? asked : null)} />
}
