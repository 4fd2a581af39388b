"""Draws what is expensive, papers and workbooks, in processes of its own beside those that answer requests.

`client.draw(function, …)` hands a function and its arguments to the drawing service (`manage.py draw`) and returns what
it returns. The service forks a process for each drawing, with a deadline and a limit of memory (`process.py`), lets
each person have few at a time, and keeps what was drawn for whoever asks for the same (`service.py`). Without a service
(DRAWING_SOCKET is empty: tests, commands) the function is called at once.
"""
