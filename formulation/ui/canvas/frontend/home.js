// Where the notebook is: these files lie three folders below it, under whatever path a proxy adds.

export const HOME = new URL("../../../", import.meta.url);
