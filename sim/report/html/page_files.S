// The files that pages are made of, byte for byte; page_files.cpp has the names of where each begins and ends. The
// build says where they are: PAGE_FORM and the like are quoted paths.

#define PAGE_FILE(name, ...)            \
  .global lowband_page_##name          ;\
  .global lowband_page_##name##_end    ;\
  lowband_page_##name:                 ;\
  .incbin __VA_ARGS__                  ;\
  lowband_page_##name##_end:           ;\
  .byte 0

    .section .rodata
    PAGE_FILE(form, PAGE_FORM)
    PAGE_FILE(style, PAGE_STYLE)
    PAGE_FILE(page, PAGE_SCRIPT)
    PAGE_FILE(charts, PAGE_CHARTS)
    PAGE_FILE(vega, PAGE_VEGA)
    PAGE_FILE(licence, PAGE_LICENCE)

    .section .note.GNU-stack, "", %progbits
