/** What every part of the widget needs at hand. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Lang } from '../../../../src/core/items';
import type { Chat, ChatState } from './chat';
import type { Options } from './options';
import type { Translate } from './texts';

export interface Ui {
  chat: Chat;
  options: Options;
  lang: Lang;
  t: Translate;
}

export const UiContext = createContext<Ui | null>(null);

export function useUi(): Ui {
  return useContext(UiContext)!;
}

export function useChat(chat: Chat): ChatState {
  const [state, setState] = useState(chat.state());
  useEffect(() => {
    setState(chat.state());
    return chat.subscribe(() => setState(chat.state()));
  }, [chat]);
  return state;
}
