'use client'

import { LogOut } from 'lucide-react'
import { signOut } from 'next-auth/react'
import { Button } from '../ui/button'

export function SignOutButton() {
  return (
    <Button tone="ghost" onClick={() => void signOut({ callbackUrl: '/sign-in' })}>
      <LogOut size={14} aria-hidden />
      Sign out
    </Button>
  )
}
