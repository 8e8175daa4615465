'use client'

import { useState } from 'react'
import { Button } from '../ui/button'
import { FormActions } from '../ui/form'
import styles from './access.module.css'

interface SecretOnceProps {
  readonly what: string
  readonly secret: string
  onDone(): void
}

/** A secret that is shown now and never again. */
export function SecretOnce({ what, secret, onDone }: SecretOnceProps) {
  const [isCopied, setCopied] = useState(false)
  return (
    <div className={styles.secret}>
      <p>
        <b>{what}</b> It is shown only now; nobody can read it again.
      </p>
      <output>
        <code>{secret}</code>
      </output>
      <FormActions>
        <Button
          tone="ghost"
          onClick={() => {
            navigator.clipboard.writeText(secret).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }}
        >
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        <Button onClick={onDone}>I have it</Button>
      </FormActions>
    </div>
  )
}
