'use client'

import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { callApi } from '@/lib/client/api-client'
import { ApiProblem } from '@/lib/client/api-problem'
import { changeOwnPassword } from '@/lib/core/api/users'
import { MIN_PASSWORD_LENGTH, passwordWeakness } from '@/lib/core/auth/password-rules'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { Form, FormActions } from '../ui/form'
import { AuthCard, AuthProblem } from './auth-card'

interface Props {
  readonly email: string
  /** The password is one that somebody else has seen. */
  readonly isFirst: boolean
}

export function ChangePasswordForm({ email, isFirst }: Props) {
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [currentPassword, newPassword] = [String(form.get('current')), String(form.get('new'))]
    const weakness = passwordWeakness(newPassword, email)
    const isRepeated = newPassword === form.get('repeated')
    setProblem(isRepeated ? (weakness ?? null) : 'The two new passwords are not the same.')
    if (weakness || !isRepeated) return
    setBusy(true)
    try {
      await callApi(changeOwnPassword, { body: { currentPassword, newPassword } })
      location.assign('/')
    } catch (error) {
      setBusy(false)
      setProblem(error instanceof ApiProblem ? error.message : 'The password was not changed. Try again.')
    }
  }

  return (
    <AuthCard title="Change password">
      <p>
        {isFirst ? 'Somebody else has seen your first password. ' : ''}
        Your other sessions end when it changes.
      </p>
      <Form onSubmit={(event) => void submit(event)}>
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <TextField
          label="Present password"
          name="current"
          type="password"
          autoComplete="current-password"
          required
        />
        <TextField
          label={`New password, at least ${MIN_PASSWORD_LENGTH} characters`}
          name="new"
          type="password"
          autoComplete="new-password"
          required
        />
        <TextField
          label="New password again"
          name="repeated"
          type="password"
          autoComplete="new-password"
          required
        />
        <AuthProblem>{problem}</AuthProblem>
        <FormActions>
          <Button type="submit" disabled={isBusy}>
            {isBusy ? 'Changing …' : 'Change password'}
          </Button>
        </FormActions>
      </Form>
      {isFirst ? null : <Link href="/">Back to the console</Link>}
    </AuthCard>
  )
}
