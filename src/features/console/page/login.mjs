import { h } from './dom.mjs';
import { isSampleOffered, logIn, logInAsSample } from './session.mjs';

/**
 * The page of those who are not known yet.
 * @param {{ message: string | null, onDone: () => void }} given
 */
export function login({ message, onDone }) {
  const problem = h('p', { class: 'problem', role: 'alert', hidden: message === null }, message ?? '');
  const email = h('input', {
    id: 'email',
    type: 'email',
    required: true,
    autocomplete: 'username',
    maxlength: 254,
  });
  const password = h('input', {
    id: 'password',
    type: 'password',
    required: true,
    autocomplete: 'current-password',
    maxlength: 128,
  });
  const submit = h('button', { type: 'submit' }, 'Log in');
  const sample = h(
    'button',
    { type: 'button', class: 'plain', hidden: true },
    'Enter as the sample administrator',
  );
  const offer = h(
    'p',
    { class: 'quiet', hidden: true },
    'This process made sample data: no password needed on this machine.',
  );
  /** @param {() => Promise<void>} way */
  const enter = async (way) => {
    submit.disabled = sample.disabled = true;
    try {
      await way();
      onDone();
    } catch (error) {
      problem.hidden = false;
      problem.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      submit.disabled = sample.disabled = false;
    }
  };
  sample.addEventListener('click', () => void enter(logInAsSample));
  void isSampleOffered().then((offered) => (sample.hidden = offer.hidden = !offered));
  return h(
    'div',
    { class: 'login' },
    h(
      'form',
      {
        class: 'card',
        onsubmit: (event) => {
          event.preventDefault();
          void enter(() => logIn(email.value, password.value));
        },
      },
      h('h1', {}, 'Log in'),
      h('p', { class: 'quiet' }, 'The console is for administrators.'),
      problem,
      h('label', { for: 'email' }, 'E-mail address'),
      email,
      h('label', { for: 'password' }, 'Password'),
      password,
      submit,
      sample,
      offer,
    ),
  );
}
