// A program that does nothing: footprint.py links it with nothing, with Rootlet, and with many dictionaries, and starts it. With an
// argument it says that it has come up and stays until its input ends, to be looked at.
#include <unistd.h>

int main(int argc, char **)
{
   char byte = '.';
   if (argc > 1 && ::write(STDOUT_FILENO, &byte, 1) == 1)
      while (::read(STDIN_FILENO, &byte, 1) == 1) {
      }
   return 0;
}
