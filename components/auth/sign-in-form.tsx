'use client'

import { signIn } from 'next-auth/react'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { Form, FormActions } from '../ui/form'
import { AuthCard, AuthProblem } from './auth-card'

/** Where people come in. What is wrong is said without telling whether the address is known. */
export function SignInForm({ goTo }: { readonly goTo: string }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    const form = new FormData(event.currentTarget)
    const credentials = { email: String(form.get('email')), password: String(form.get('password')) }
    const result = await signIn('credentials', { ...credentials, redirect: false }).catch(() => undefined)
    if (result?.ok) {
      location.assign(goTo)
      return
    }
    setBusy(false)
    setProblem(problemOf(result?.error))
  }

  return (
    <AuthCard title="Sign in">
      <Form onSubmit={(event) => void submit(event)}>
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <AuthProblem>{problem}</AuthProblem>
        <FormActions>
          <Button type="submit" disabled={isBusy}>
            {isBusy ? 'Signing in …' : 'Sign in'}
          </Button>
        </FormActions>
      </Form>
    </AuthCard>
  )
}

function problemOf(error: string | null | undefined): string {
  if (error?.startsWith('throttled:')) return `Too many attempts. Try again in ${error.slice(10)} s.`
  if (error === 'refused') return 'E-mail or password is not right.'
  return 'Signing in is not possible right now. Try again in a moment.'
}
