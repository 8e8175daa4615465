import type { ComponentProps, ReactNode } from 'react'
import styles from './field.module.css'

export function Form(props: ComponentProps<'form'>) {
  return <form className={styles.form} {...props} />
}

export function FormActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}
