/* The smallest process there is: what a storm is made of. Built static, so that no loader runs. */
int main(void)
{
  return 0;
}
