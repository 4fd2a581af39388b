"""URLs of the letters (tờ trình) of a union; `draft/<pk>` is the letter about the group with this nomination."""

from django.urls import path

from awards.views import letter_scans, letters

urlpatterns = [
    path("letters/", letters.letter_list, name="letters"),
    path("letters/draft/<int:pk>/", letters.close, name="letter_close"),
    path("letters/draft/<int:pk>/letter.pdf", letters.draft_paper, name="letter_draft"),
    path("letters/<int:pk>/letter.pdf", letters.paper, name="letter_paper"),
    path("letters/<int:pk>/register/", letters.register, name="letter_register"),
    path("letters/<int:pk>/take-back/", letters.take_back, name="letter_take_back"),
    path("letters/<int:pk>/scan/", letter_scans.add, name="letter_scan"),
    path("letters/<int:pk>/scans/<int:scan>/withdraw/", letter_scans.withdraw, name="letter_scan_withdraw"),
]
