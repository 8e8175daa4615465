import type { ComponentProps } from 'react'
import styles from './button.module.css'

/** `primary` for the one thing to do here, `ghost` for what is beside it, `plain` inside rows and bars. */
export type ButtonTone = 'primary' | 'ghost' | 'danger' | 'plain'

interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: ButtonTone
}

export function Button({ tone = 'primary', className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={buttonClass(tone, className)} {...rest} />
}

/** For links that look like buttons. */
export function buttonClass(tone: ButtonTone, extra?: string): string {
  return [styles.button, tone === 'primary' ? undefined : styles[tone], extra].filter(Boolean).join(' ')
}
